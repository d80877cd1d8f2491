"""Actions, their permissions, their input schemas and the validators."""
