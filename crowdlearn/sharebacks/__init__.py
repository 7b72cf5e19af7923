"""What came back: posts, events, recordings, attendance, reviews, wishes answered, thanks."""
