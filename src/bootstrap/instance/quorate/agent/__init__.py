"""What runs on an instance all the time: the loop that every role's agent is, what it reports, and what it does in the cluster."""
