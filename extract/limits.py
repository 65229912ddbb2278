"""Limits: what one file may cost at most, before it is no report but an attack or a slip (bytes, pages, seconds)."""

BYTES = 320 << 20  # the largest scans met are 246 MB
TEXT = 32 << 20  # bytes of text or markup; reports have some hundred kilobytes
PAGES = 400  # a longer file is a yearbook
SCANNED_PAGES = 80  # a page takes seconds to recognise
CELLS = 100_000  # of all tables together; a report has some 250
NESTING = 3  # archives within archives
MEMBERS = 500  # files in one archive: a large county has some hundred bodies
EXPANDED = 512 << 20  # bytes that an archive or a compressed document may unpack to …
RATIO = 200  # … and how many times its own size, once it unpacks to more than SMALL
SMALL = 16 << 20
SECONDS = 90.0  # for one file
SCAN_SECONDS = 600.0  # for one that has to be recognised in pictures
SCANNED_PAGE_SECONDS = 90.0  # for one page of it
PIXELS = 120_000_000  # of one picture: A3 at 600 dpi has 70 million
MEMORY = 3 << 30  # bytes of address space of one reader
