"""Keys, tokens and XML signatures: makes them and checks them; what they may say is trust/."""
