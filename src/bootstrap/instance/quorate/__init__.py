"""What runs on an instance. Here is what all packages need: metadata, secrets, HTTPS, programs, peers, the journal."""
