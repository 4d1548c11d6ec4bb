"""Values in, files out: PDFs and charts. ReportLab and matplotlib are imported only when a file is written."""
