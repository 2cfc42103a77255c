"""What the project publishes, printed from its definitions: schemas, tables of docs/."""
