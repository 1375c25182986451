# SPDX-License-Identifier: MIT
"""JSON objects whose members read as attributes: reply.items[0].email."""


class Record:
    """One JSON object.  It has no methods of its own, so that no member is hidden by one."""

    def __init__(self, members):
        self.__dict__.update({name: wrap(value) for name, value in members.items()})

    def __getitem__(self, name):
        return self.__dict__[name]

    def __contains__(self, name):
        return name in self.__dict__

    def __iter__(self):
        return iter(self.__dict__)

    def __len__(self):
        return len(self.__dict__)

    def __eq__(self, other):
        return plain(self) == plain(other)

    def __getattr__(self, name):
        raise AttributeError(f"no member {name!r}, there are: {', '.join(self.__dict__)}")

    def __repr__(self):
        return repr(plain(self))


def wrap(value):
    """JSON as it was parsed -> the same with every object a Record."""
    if isinstance(value, dict):
        return Record(value)
    if isinstance(value, list):
        return [wrap(item) for item in value]
    return value


def plain(value):
    """The way back: Records become dicts again."""
    if isinstance(value, Record):
        return {name: plain(member) for name, member in value.__dict__.items()}
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value
