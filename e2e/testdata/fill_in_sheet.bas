' Goes to cells and enters texts as a person at the keyboard does, so that
' LibreOffice decides what they are, then saves. A CSV's options are the
' separator, the quote, the character set (76 is UTF-8, 1 is Windows-1252), the
' first line, and, as the seventh and eighth, whether all texts are quoted and
' whether cells are saved as they are shown. The test fills in the words in
' capitals.
Dim doc, frame, dispatcher

Function Named(name As String, value) As Object
  Dim p As New com.sun.star.beans.PropertyValue
  p.Name = name
  p.Value = value
  Named = p
End Function

Sub Enter(cell As String, text As String)
  dispatcher.executeDispatch(frame, ".uno:GoToCell", "", 0, Array(Named("ToPoint", cell)))
  dispatcher.executeDispatch(frame, ".uno:EnterString", "", 0, Array(Named("StringName", text)))
End Sub

Sub Save(file As String, filter As String, options As String)
  doc.storeToURL(FOLDER_URL & "/" & file, Array(Named("FilterName", filter), Named("FilterOptions", options)))
End Sub

Sub SaveLocked(file As String)
  Dim key(1) As New com.sun.star.beans.NamedValue
  key(0).Name = "CryptoType"
  key(0).Value = "Standard"
  key(1).Name = "OOXPassword"
  key(1).Value = "geheim"
  doc.storeToURL(FOLDER_URL & "/" & file, Array(Named("FilterName", "Calc MS Excel 2007 XML"), Named("EncryptionData", key)))
End Sub

Sub FillIn
  doc = StarDesktop.loadComponentFromURL(FOLDER_URL & "/sheet.xlsx", "_blank", 0, Array())
  frame = doc.CurrentController.Frame
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
TYPED
  Save "filled.xlsx", "Calc MS Excel 2007 XML", ""
  Save "commas.csv", "Text - txt - csv (StarCalc)", "44,34,76,1,,0,false,true"
  Save "semicolons.csv", "Text - txt - csv (StarCalc)", "59,34,1,1,,0,true,true"
  Save "tabs.csv", "Text - txt - csv (StarCalc)", "9,34,76,1,,0,false,false"
  Save "filled.ods", "calc8", ""
  Save "filled.xls", "MS Excel 97", ""
  SaveLocked "locked.xlsx"
  doc.close(True)
End Sub

Sub Main
  Dim outcome As String
  On Error Goto Failed
  FillIn
  outcome = "done"
Finish:
  Open FOLDER & "/done" For Output As #1
  Print #1, outcome
  Close #1
  StarDesktop.terminate()
  Exit Sub
Failed:
  outcome = Error$
  Resume Finish
End Sub
