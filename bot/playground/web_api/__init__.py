"""The Web API: Slack's methods, a module per family, behind one entrance."""
