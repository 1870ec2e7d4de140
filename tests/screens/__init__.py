"""Pictures of every page and every mail, to be looked at before a page is changed: `make screens`."""
