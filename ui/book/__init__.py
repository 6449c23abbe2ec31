"""The Book page: one page on which a dispatcher books while the caller waits."""
