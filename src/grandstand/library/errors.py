"""What can be answered instead of a document, a page or an answer.

LibraryError
├── CollectionUnknown   404  library.collection_unknown   there is none that the asker may read
├── DocumentUnknown     404  library.document_unknown     nor a document, version, page or citation
├── GroupUnknown        404  library.group_unknown
├── NameTaken           409  library.name_taken           a collection or group of this name is there
├── DuplicateFile       409  library.duplicate            the very same file is in this collection already
├── UploadInvalid       422  library.upload_invalid       no file, no name, a type that nobody reads
├── GrantInvalid        422  library.grant_invalid        not everyone, nocs, noc:ABC, group:1, person:…
├── LibraryFull         409  library.full                 a limit of the collection or the library is reached
└── NotInstalled        503  library.not_installed        the extra is missing; the message has the command
"""

from grandstand.kernel.errors import GrandstandError

INSTALL = "pip install 'grandstand[library]'"


class LibraryError(GrandstandError):
    code = "library.error"
    status = 422
    title = "The library cannot do this"


class CollectionUnknown(LibraryError):
    code = "library.collection_unknown"
    status = 404
    title = "There is no such collection, or it is not yours to read"


class DocumentUnknown(LibraryError):
    code = "library.document_unknown"
    status = 404
    title = "There is no such document or page, or it is not yours to read"


class GroupUnknown(LibraryError):
    code = "library.group_unknown"
    status = 404
    title = "There is no such group"


class NameTaken(LibraryError):
    code = "library.name_taken"
    status = 409
    title = "The name is taken"


class DuplicateFile(LibraryError):
    code = "library.duplicate"
    status = 409
    title = "The collection has this very file already"


class UploadInvalid(LibraryError):
    code = "library.upload_invalid"
    title = "The file cannot be taken in"


class GrantInvalid(LibraryError):
    code = "library.grant_invalid"
    title = "Nobody is named like this"


class LibraryFull(LibraryError):
    code = "library.full"
    status = 409
    title = "There is no room for more"


class NotInstalled(LibraryError):
    code = "library.not_installed"
    status = 503
    title = f"The library is not installed: {INSTALL}"
