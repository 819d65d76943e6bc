"""Why the system refused a file, in the language of the reader: «нет доступа», and not «Permission denied»."""

from __future__ import annotations

import errno
from typing import Final

from kb.ground.saying import Saying, say

# The reasons a user meets. Any other is told in the system's own words, which can at least be searched for.
_NAMED: Final = {
    errno.EACCES: "no_access",
    errno.EPERM: "no_access",
    errno.EROFS: "read_only",
    errno.ENOENT: "no_file",
    errno.ENOSPC: "no_space",
    errno.EDQUOT: "no_space",
    errno.EISDIR: "a_folder",
    errno.ENOTDIR: "no_folder",
    errno.EEXIST: "there_already",
    errno.ENOTEMPTY: "not_empty",
    errno.ENAMETOOLONG: "name_too_long",
    errno.EFBIG: "too_large",
    errno.EIO: "disk_fails",
    errno.ELOOP: "links_in_a_ring",
    errno.EMFILE: "too_many_open",
    errno.ENFILE: "too_many_open",
    errno.EBUSY: "busy",
    errno.ETXTBSY: "busy",
    errno.EINVAL: "name_bad",
}


def system_reason(error: OSError) -> Saying | str:
    """Why the system refused: a sentence in three languages, else the system's own words."""
    if isinstance(error.strerror, Saying):  # the program's own refusal: a pipe is no file
        return error.strerror
    if error.errno in _NAMED:
        return say(f"ground.system_{_NAMED[error.errno]}")
    return error.strerror or str(error) or type(error).__name__
