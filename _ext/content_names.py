"""Names of scripts after what is in them: another content is another file to a browser's cache."""

from hashlib import sha256


def named_after(content: str, stem: str) -> str:
    """Return the name of a script whose content this is, such as late-0a1b2c3d4e5f.js."""
    return f"{stem}-{sha256(content.encode()).hexdigest()[:12]}.js"
