"""How wide a figure is, so that its letters can be read on a phone as well."""

WIDTH = 4.0  # inches: 384 pixels of a page, which a phone of 360 shrinks by a seventh
