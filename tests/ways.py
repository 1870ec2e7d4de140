"""The pages of ours that links lead to, a bounded number of each kind."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit


@dataclass
class Ways:
    """The pages still to be seen, a bounded number of each kind, and those from which they were linked."""

    states: dict[str, str]
    most: int
    waiting: deque[str] = field(default_factory=deque)
    linked_from: dict[str, str] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, href: str, page: str) -> None:
        """Go there too, if it is a page of ours that is not known yet."""
        address = urldefrag(urljoin(page, href)).url
        if not address.startswith("/") or address in self.linked_from:
            return
        self.linked_from[address] = page
        kind = self.kind_of(address)
        if self.kinds[kind] < self.most:
            self.kinds[kind] += 1
            self.waiting.append(address)

    def kind_of(self, address: str) -> str:
        """Pages of one kind differ in numbers and in what is asked of a list; a case's also in its state."""
        parts = urlsplit(address)
        path = re.sub(r"(?<=/)\d+(?=/|$)", "1", parts.path)
        path = re.sub(r"^/(support|actions|pairings|openings|visits)/([A-Z]+-\d+-\d+)$", self._of_state, path)
        path = re.sub(r"[A-Z]+-\d{4}-\d{4}", "AB-1", path)
        return "&".join([path, *sorted({name for name, _ in parse_qsl(parts.query)})])

    def __iter__(self) -> Iterator[str]:
        while self.waiting:
            yield self.waiting.popleft()

    def _of_state(self, found: re.Match[str]) -> str:
        return f"/{found[1]}/{self.states.get(found[2], 'unknown')}"
