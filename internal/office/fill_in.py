"""Opens sheet.xlsx of a folder in LibreOffice, enters texts in cells of a sheet, and
saves it there in several formats. It reads what to do as JSON:

    {"program": "soffice", "profile": FOLDER, "folder": FOLDER,
     "sheet": NAME, "cells": {"H2": TEXT}}

It ends with the status 3, and the office's own words, where the office does not
start or crashes.
"""

import json
import os
import pathlib
import subprocess
import sys
import time

import uno
from com.sun.star.beans import NamedValue, PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException

OFFICE_FAILED = 3
START_SECONDS = 60

# A CSV's options are the separator, the quote, the character set (76 is UTF-8,
# 1 is Windows-1252), the first line, and, as the seventh and eighth, whether
# all texts are quoted and whether cells are saved as they are shown.
FORMATS = {
    "filled.xlsx": ("Calc MS Excel 2007 XML", ""),
    "commas.csv": ("Text - txt - csv (StarCalc)", "44,34,76,1,,0,false,true"),
    "semicolons.csv": ("Text - txt - csv (StarCalc)", "59,34,1,1,,0,true,true"),
    "tabs.csv": ("Text - txt - csv (StarCalc)", "9,34,76,1,,0,false,false"),
    "filled.ods": ("calc8", ""),
    "filled.xls": ("MS Excel 97", ""),
}
PASSWORD = "geheim"


def properties(**values):
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def connect(office, pipe):
    """Waits until the office answers, and gives its services."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    url = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return resolver.resolve(url)
        except NoConnectException:
            if office.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def fill_in(context, folder, sheet, cells):
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    # Hidden, since the views of an office without a display crash.
    document = desktop.loadComponentFromURL(folder.joinpath("sheet.xlsx").as_uri(), "_blank", 0, properties(Hidden=True))
    sheet = document.Sheets.getByName(sheet)
    for cell, text in cells.items():
        # As from the keyboard: the office decides by the cell's format whether
        # it is a number, a date, a formula or a text.
        sheet.getCellRangeByName(cell).FormulaLocal = text
    for name, (filter_name, options) in FORMATS.items():
        document.storeToURL(folder.joinpath(name).as_uri(), properties(FilterName=filter_name, FilterOptions=options))
    key = uno.Any("[]com.sun.star.beans.NamedValue", (NamedValue("CryptoType", "Standard"), NamedValue("OOXPassword", PASSWORD)))
    locked = properties(FilterName="Calc MS Excel 2007 XML", EncryptionData=key)
    uno.invoke(document, "storeToURL", (folder.joinpath("locked.xlsx").as_uri(), locked))
    document.close(True)
    try:
        desktop.terminate()
    except DisposedException:
        pass  # The office may be gone before it has answered.


def main():
    job = json.load(sys.stdin)
    pipe = f"omnimap-{os.getpid()}"
    office = subprocess.Popen([
        job["program"], "-env:UserInstallation=" + pathlib.Path(job["profile"]).as_uri(),
        "--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;"])
    try:
        fill_in(connect(office, pipe), pathlib.Path(job["folder"]), job["sheet"], job["cells"])
        status = office.wait(START_SECONDS)
    except (NoConnectException, DisposedException) as lost:
        try:
            status = office.wait(1)
        except subprocess.TimeoutExpired:
            office.kill()
            status = "none"
        print(f"LibreOffice was lost: {lost}", file=sys.stderr)
        print(f"its exit status is {status}", file=sys.stderr)
        sys.exit(OFFICE_FAILED)
    if status != 0:
        print(f"LibreOffice ended with the status {status}", file=sys.stderr)
        sys.exit(OFFICE_FAILED)


main()
