"""The fields of the call, in the order a caller tells things."""
