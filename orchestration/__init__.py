"""What a release is: the rules, the state and the ports. Knows no Slack, no SQL, no HTTP."""
