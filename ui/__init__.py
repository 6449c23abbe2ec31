"""The window: what a coordinator sees and touches. No SQL, no tables, no rules of its own."""
