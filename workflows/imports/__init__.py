"""Schools and people from files: read, compared with what is there, and written all at once or not at all."""

import os

# openpyxl prefers lxml where that is installed, and only defusedxml refuses entities outright.
os.environ["OPENPYXL_LXML"] = "False"
