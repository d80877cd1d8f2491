"""Deployment files of the portal: settings, Solr configset, gunicorn, WSGI entry point."""
