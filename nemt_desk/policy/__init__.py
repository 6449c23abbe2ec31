"""Pure: facts go in, a decision comes out; packs hold one jurisdiction's rules as dated data."""
