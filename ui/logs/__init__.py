"""The papers of a day: run sheets and trip logs, seen on screen before they are printed."""
