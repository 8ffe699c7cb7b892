"""From a form to a page: measured by Typst, placed by us in millimetres, drawn by Typst."""
