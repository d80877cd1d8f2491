"""What the catalogue knows: pure and typed; imports neither ckan, flask nor sqlalchemy."""
