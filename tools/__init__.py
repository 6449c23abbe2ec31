"""What dev.py needs: a Python, system libraries, PostgreSQL, the lock. Standard library only."""
