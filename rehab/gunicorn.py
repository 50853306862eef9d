"""How gunicorn serves: read by `gunicorn --config`. Processes come from WEB_CONCURRENCY."""

from rehab import env

# Read here as well: a worker that ends while it loads the settings would be restarted for ever.
environment = env.load()

bind = f"{environment.host}:{environment.port}"
worker_class = "gthread"
threads = 4
timeout = 30
graceful_timeout = 5
# The request log of rehab.logs names routes; gunicorn's own would write paths, tokens included.
accesslog = None
loglevel = "warning"
control_socket_disable = True
