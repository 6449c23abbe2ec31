"""From files carried in to a map that was tried: read, cut, made, checked, swapped in."""
