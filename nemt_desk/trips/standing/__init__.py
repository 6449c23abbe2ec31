"""Standing orders: trips that repeat, generated ahead, with their exceptions."""
