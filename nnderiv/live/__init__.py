"""What runs in the worker of a built page: derivations, documents and code, with numpy alone.

What comes in and goes out is text, numbers, lists and dictionaries, as JSON knows them. The worker
calls `bridge.answer`, and that the others.
"""
