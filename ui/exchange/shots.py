"""The dialogs of import and export as `--screenshot` paints them."""

from pathlib import Path

from PySide6.QtCore import QDir, QTemporaryFile
from PySide6.QtWidgets import QWidget

from app.core.listing import Condition, ListQuery, Op
from app.exchange.export_schemas import ExportResult, Format
from app.invoices.schemas import InvoiceStatus
from ui.exchange.export_dialog import customers_dialog, export_list
from ui.exchange.export_log import ExportLog
from ui.exchange.import_dialog import ImportDialog
from ui.exchange.import_log import ImportLog
from ui.exchange.step_bar import Step
from ui.exchange.table_dialog import TableImportDialog
from ui.kit.desk import Desk

_FILE = """\
Customer No;Company;First name;Surname;E-mail address;Telephone;City;Country;Joined;Fax
K-1001;Lindenhof GmbH;Anna;Schmidt;anna@lindenhof.example;+49 30 901820;Berlin;Germany;31.01.2024;
K-1002;;Zoë;Ångström;zoe@angstrom.example;08-123 456;Åre;Sweden;14.03.2024;
K-1003;Café Olé S.L.;José;Muñoz;jose@cafe-ole.example;+34 91 123 45 67;Madrid;Spain;02.04.2024;
K-1004;Tanaka KK;太郎;田中;taro@tanaka;+81 3 1234 5678;Tokyo;Japan;19.05.2024;
K-1005;;Mary;O’Neil;anna@lindenhof.example;+353 1 123 4567;Dublin;Atlantis;21.05.2024;
"""
_KEYS = """\
License code;Product;Plan;Customer e-mail;Order;Valid until;Seats
LH-7QK2-9F4M;MODELLER;Pro;anna@lindenhof.example;PO 1042;31.12.2027;5
LH-8RT3-2G6N;MODELLER;Pro;zoe@angstrom.example;PO 1043;never;2
LH-7QK2-9F4M;MODELLER;Pro;jose@cafe-ole.example;PO 1044;31.12.2027;5
LH-9SV4-5H8P;PAINTER;;jose@cafe-ole.example;PO 1045;30.06.2027;1
•••••-…-6J2QX;MODELLER;Pro;;PO 1046;;1
"""
_DEVICES = """\
License code;Machine ID;Name;OS;Activated;Last seen
LH-7QK2-9F4M;8C16-45B1-22F0;Drawing office;Windows 11;2026-03-02;2026-11-18
LH-7QK2-9F4M;5A11-90C7-41DE;Anna’s laptop;macOS 15;2026-03-05;2026-11-20
"""
_LARGE = (1080, 740)
_SHOWN = ("name", "role", "phone", "email", "company", "status", "revenue", "created_at")


def bring_in(desk: Desk, parent: QWidget) -> QWidget:
    """The import dialog with a file that is mostly right."""
    return _at(desk, parent, Step.ROWS)


def bring_in_file(desk: Desk, parent: QWidget) -> QWidget:
    """The same at the file itself."""
    return _at(desk, parent, Step.FILE)


def bring_in_columns(desk: Desk, parent: QWidget) -> QWidget:
    """The same at what the columns mean."""
    return _at(desk, parent, Step.COLUMNS)


def _at(desk: Desk, parent: QWidget, step: Step) -> ImportDialog:
    dialog = ImportDialog(desk, parent)
    dialog.take(_file(_FILE, dialog))
    # Where temporary files are is no part of the picture.
    dialog.body.file.source.show_path(Path("customers.csv"))
    dialog.settle_at(step)
    dialog.resize(*_LARGE)
    dialog.show()
    return dialog


def _file(text: str, parent: QWidget) -> Path:
    """A file that is there as long as its parent."""
    file = QTemporaryFile(QDir.temp().filePath("XXXXXX.csv"), parent)
    file.open()
    file.write(text.encode())
    file.close()
    return Path(file.fileName())


def bring_in_empty(desk: Desk, parent: QWidget) -> QWidget:
    """The import dialog before a file is chosen."""
    dialog = ImportDialog(desk, parent)
    dialog.resize(*_LARGE)
    dialog.show()
    return dialog


def take_out(desk: Desk, parent: QWidget) -> QWidget:
    """The export dialog."""
    dialog = customers_dialog(desk, ListQuery(), (1, 2, 3), _SHOWN, parent)
    dialog.show()
    return dialog


def imports(desk: Desk, parent: QWidget) -> QWidget:
    """The log of imports."""
    dialog = ImportLog(desk, parent)
    dialog.show()
    return dialog


def take_out_pdf(desk: Desk, parent: QWidget) -> QWidget:
    """The export dialog with a PDF to be made."""
    dialog = customers_dialog(desk, ListQuery("an"), (), _SHOWN, parent)
    dialog.body.formats.write(Format.PDF)
    dialog.show()
    return dialog


def keys(desk: Desk, parent: QWidget) -> QWidget:
    """The import of license keys with a file of which most is wrong."""
    return _table(desk, parent, "licenses", _KEYS)


def keys_columns(desk: Desk, parent: QWidget) -> QWidget:
    """The same at what the columns mean."""
    dialog = _table(desk, parent, "licenses", _KEYS)
    dialog.buttons.columns.setChecked(True)
    return dialog


def devices(desk: Desk, parent: QWidget) -> QWidget:
    """The import of devices."""
    return _table(desk, parent, "activations", _DEVICES)


def keys_empty(desk: Desk, parent: QWidget) -> QWidget:
    """The import of license keys before a file is chosen."""
    dialog = TableImportDialog(desk, "licenses", parent)
    dialog.show()
    return dialog


def _table(desk: Desk, parent: QWidget, target: str, text: str) -> TableImportDialog:
    dialog = TableImportDialog(desk, target, parent)
    dialog.take(_file(text, dialog))
    dialog.source.show_path(Path(f"{target}.csv"))
    dialog.show()
    return dialog


def take_licenses(desk: Desk, parent: QWidget) -> QWidget:
    """The export of licenses."""
    shown = ("key", "product", "status", "expires_on", "customer")
    return export_list("licenses", desk, ListQuery(), (1, 2, 3), shown, parent)


def take_invoices(desk: Desk, parent: QWidget) -> QWidget:
    """The export of invoices as a PDF, as the list is filtered."""
    asked = ListQuery(conditions=(Condition("status", Op.IN, (InvoiceStatus.OVERDUE,)),))
    shown = ("number", "customer", "status", "issued_on", "due_on", "total", "owed")
    dialog = export_list("invoices", desk, asked, (), shown, parent)
    dialog.body.formats.write(Format.PDF)
    return dialog


def taken_out(desk: Desk, parent: QWidget) -> QWidget:
    """The export dialog when the file is there."""
    dialog = customers_dialog(desk, ListQuery(), (), _SHOWN, parent)
    dialog.show_done(Path("/home/ada/Documents/customers.xlsx"), ExportResult(1204))
    dialog.show()
    return dialog


def exports(desk: Desk, parent: QWidget) -> QWidget:
    """The log of exports."""
    desk.services.exports.as_text([1, 2, 3], Format.CSV)
    dialog = ExportLog(desk, parent)
    dialog.show()
    return dialog


SHOTS = (
    ("import_empty", bring_in_empty),
    ("import_file", bring_in_file),
    ("import_columns", bring_in_columns),
    ("import", bring_in),
    ("imports", imports),
    ("import_licenses", keys),
    ("import_licenses_empty", keys_empty),
    ("import_licenses_columns", keys_columns),
    ("import_activations", devices),
    ("export_licenses", take_licenses),
    ("export_invoices", take_invoices),
    ("export", take_out),
    ("export_pdf", take_out_pdf),
    ("export_done", taken_out),
    ("exports", exports),
)
