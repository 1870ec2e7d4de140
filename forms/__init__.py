"""What people type: one module of forms a capability, the fields and widgets that all share."""
