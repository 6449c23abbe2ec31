"""The Standing orders page: trips that repeat, what becomes of their days, the exception desk."""
