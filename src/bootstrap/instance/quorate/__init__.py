"""What runs on an instance, and what all of it needs: metadata, secrets, HTTPS, other programs, finding peers, saying things."""
