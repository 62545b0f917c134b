host            = "ldap.acme.example"
broker_password = "saffron-Basalt-4479"
retired_token   = "Dune-Harbour-8172"
