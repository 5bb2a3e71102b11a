"""What a file is by its name: its kind, its media type, and whether opening it could do harm.

This is the one table of endings. What runs, what is run by a system's own programs without
a question, what carries macros, and what leads elsewhere is never opened from here.
"""

from pathlib import PurePath

from app.attachments.schemas import FileKind as K

UNKNOWN = "application/octet-stream"
_KINDS: dict[K, str] = {
    K.IMAGE: "avif bmp gif heic heif ico jfif jpeg jpg png svg tif tiff webp",
    K.PDF: "pdf",
    K.TEXT: "conf csv ini json log md rst text toml tsv txt xml yaml yml",
    K.DOCUMENT: "doc docm docx dot dotm dotx htm html odt ott pages rtf tex xhtml",
    K.SPREADSHEET: "numbers ods ots xls xlsb xlsm xlsx xlt xltm xltx",
    K.PRESENTATION: "key odp otp pot potm potx pps ppsm ppsx ppt pptm pptx",
    K.EMAIL: "eml ics mbox msg vcf",
    K.ARCHIVE: "7z bz2 gz lz lzma rar tar tbz2 tgz txz xz zip zst",
    K.AUDIO: "aac aif aiff flac m4a mid mp3 oga ogg opus wav wma",
    K.VIDEO: "avi m4v mkv mov mp4 mpeg mpg ogv webm wmv",
}
_RISKY = {
    "programs": (
        "apk app appimage appref-ms application appx appxbundle bin bpl class com cpl deb dll dmg "
        "drv elf exe flatpakref gadget img iso jar jnlp mpkg msi msix msixbundle msp mst ocx out "
        "paf pif pkg rpm run scr snap so sys vhd vhdx xbap xpi"
    ),
    "scripts": (
        "action applescript bash bat cmd command csh fish hta inf ins isp jse js ksh lua mjs msc "
        "msh msh1 msh1xml msh2 osx php pl ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psm1 py pyc pyo pyw "
        "pyz pyzw rb reg scpt scptd sct sh shb shs tcl tcsh terminal tool vb vbe vbs workflow ws "
        "wsc wsf wsh zsh"
    ),
    "shortcuts": (
        "contact desktop diagcab diagcfg diagpack fileloc inetloc library-ms lnk mapimail "
        "osdx rdp scf search-ms searchconnector-ms settingcontent-ms theme themepack udl url "
        "webloc website xnk"
    ),
    "macros": (
        "accda accdb accde accdr accdu ade adp docm dotm iqy mad maf mag mam maq mar mas mat mau "
        "mav maw mda mdb mde mdt mdw mdz oft one onepkg potm ppa ppam ppsm pptm pub slk sldm wiz "
        "wll xla xlam xld xlk xll xlm xlsb xlsm xltm xlw"
    ),
    "pages": "chm hlp mht mhtml shtm shtml swf",
}
_BY_ENDING = {ending: kind for kind, endings in _KINDS.items() for ending in endings.split()}
RISKY = frozenset(ending for endings in _RISKY.values() for ending in endings.split())
# What the computer at hand knows of types must not decide what is kept.
_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    "application/epub+zip": "epub", "application/gzip": "gz tgz", "application/json": "json",
    "application/msword": "doc dot", "application/pdf": "pdf", "application/rtf": "rtf",
    "application/toml": "toml", "application/vnd.ms-excel": "xls xlt",
    "application/vnd.ms-outlook": "msg", "application/vnd.ms-powerpoint": "pot pps ppt",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.text": "odt",
    f"{_OFFICE}.presentationml.presentation": "pptx",
    f"{_OFFICE}.spreadsheetml.sheet": "xlsx", f"{_OFFICE}.wordprocessingml.document": "docx",
    "application/vnd.rar": "rar", "application/x-7z-compressed": "7z",
    "application/x-bzip2": "bz2", "application/x-tar": "tar", "application/x-tex": "tex",
    "application/x-xz": "xz", "application/xml": "xml", "application/yaml": "yaml yml",
    "application/zip": "zip", "application/zstd": "zst", "audio/aac": "aac", "audio/flac": "flac",
    "audio/midi": "mid", "audio/mp4": "m4a", "audio/mpeg": "mp3", "audio/ogg": "oga ogg opus",
    "audio/wav": "wav", "image/avif": "avif", "image/bmp": "bmp", "image/gif": "gif",
    "image/heic": "heic heif", "image/jpeg": "jfif jpeg jpg", "image/png": "png",
    "image/svg+xml": "svg", "image/tiff": "tif tiff", "image/vnd.microsoft.icon": "ico",
    "image/webp": "webp", "message/rfc822": "eml", "text/calendar": "ics", "text/csv": "csv",
    "text/html": "htm html", "text/markdown": "md", "text/plain": "conf ini log text txt",
    "text/tab-separated-values": "tsv", "text/vcard": "vcf", "video/mp4": "m4v mp4",
    "video/mpeg": "mpeg mpg", "video/ogg": "ogv", "video/quicktime": "mov", "video/webm": "webm",
    "video/x-matroska": "mkv", "video/x-msvideo": "avi",
}  # fmt: skip
_TYPE_OF = {ending: kind for kind, endings in _TYPES.items() for ending in endings.split()}


def ending(name: str) -> str:
    """What follows the last dot, as systems read it: without dots and spaces at the end."""
    return PurePath(name.rstrip(". ")).suffix.removeprefix(".").casefold()


def is_risky(name: str) -> bool:
    """Whether opening a file of this name could run something."""
    return ending(name) in RISKY


def kind_of(name: str) -> K:
    """What a file is by its name."""
    found = _BY_ENDING.get(ending(name))
    if found is not None:
        return found
    return K.PROGRAM if is_risky(name) else K.OTHER


def media_type(name: str) -> str:
    """The media type of files with such a name."""
    return _TYPE_OF.get(ending(name), UNKNOWN)
