"""A place in a page where a reader opens an editor, types, and waits for what Python says of it."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.pointing import click

STALE = re.compile(r"\blive-stale\b")


class LivePlace:
    """The editor of one place, such as derivation.3, with what stands around it.

    The text is in a shadow root, which the locators of Playwright look into.
    """

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.button = page.locator(f'[data-live="{name}"] > button')
        self.panel = page.locator(f'[id="live-{name}"]')
        self.editor = self.panel.get_by_role("textbox").first
        self.status = self.panel.locator(".live-status")
        self.results = self.panel.locator(".live-results")
        self.note = self.panel.locator(".live-note")

    def open(self) -> "LivePlace":
        """Press the button of the place, unless its editor is open."""
        if self.button.get_attribute("aria-expanded") == "false":
            click(self.button)
            expect(self.editor).to_be_focused()
        return self

    def button_called(self, name: str) -> Locator:
        """Return one of the editor's own buttons."""
        return self.panel.get_by_role("button", name=name, exact=True)

    def press(self, name: str) -> None:
        """Press one of the editor's own buttons."""
        click(self.button_called(name))

    def type(self, text: str) -> None:
        """Type a text in the place of the one that is there."""
        self.editor.focus()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(text)

    def text(self) -> str:
        """Return the whole text, of which the editor draws the lines in sight."""
        return self.panel.locator(".live-printed").text_content() or ""

    def wait_for_marks(self) -> None:
        """Wait until the marks are about the text as it stands."""
        expect(self.panel).not_to_have_class(STALE)

    def check(self, text: str) -> None:
        """Type a text, pause, and wait until it is marked."""
        self.type(text)
        # from then on the marks are stale until they are made anew, which may be soon
        printed = self.panel.locator(".live-printed")
        expect(printed).to_have_js_property("textContent", text)
        self.wait_for_marks()

    def row(self, number: int) -> Locator:
        """Return a row of the results, of which the first is 0."""
        return self.results.locator(".derivation-row").nth(number)

    def marks(self) -> list[str]:
        """Return the signs in the margin of the editor, from above."""
        return self.panel.locator(".cm-gutterElement > .live-mark:visible").all_inner_texts()
