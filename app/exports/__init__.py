"""Files: what a query returned, as Word, PDF, Markdown, spreadsheets and calendars."""
