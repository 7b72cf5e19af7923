"""Questions and answers on anything, messages to its owner, encouragement, reports and moderation."""
