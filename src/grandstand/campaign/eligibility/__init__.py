"""What is known of fans, and which of them may claim what."""
