"""The office: what is kept, planned and decided. No window and no paper in here."""
