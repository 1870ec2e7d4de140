"""The forms of administration: what is typed becomes the details that `workflows.administration` checks."""
