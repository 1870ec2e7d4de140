"""Subject leader forums and role groups: people of different schools who meet in turn at each other's."""

from workflows.forums import effects as effects
from workflows.forums import members as members
from workflows.forums.flow import ForumFlow as ForumFlow
from workflows.forums.model import Forum as Forum
