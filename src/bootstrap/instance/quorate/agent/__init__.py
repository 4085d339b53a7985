"""What an instance does all the time: the loop of every role's agent, its report, and what it tidies in the cluster."""
