"""What runs on a control-plane replica: `boot` once at each start, `agent` all the time."""
