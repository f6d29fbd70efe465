"""The writers. `table` lists them all; no writer reads what another wrote."""
