# Drumbeat as a container: the wheel, built as .ci/wheel builds it, in an environment of its own.
FROM python:3.12-slim AS build
WORKDIR /src
RUN pip install --no-cache-dir build
COPY pyproject.toml README.md LICENSE requirements-lock.txt ./
COPY bot bot
COPY orchestration orchestration
COPY prompts prompts
COPY storage storage
COPY docs/manifest.json docs/manifest.json
RUN python -m build --quiet --wheel --outdir /dist .
RUN python3 -m venv /opt/drumbeat
RUN /opt/drumbeat/bin/pip install --no-cache-dir --quiet --disable-pip-version-check -c requirements-lock.txt "$(echo /dist/*.whl)[otel]"

FROM python:3.12-slim
COPY --from=build /opt/drumbeat /opt/drumbeat
RUN useradd --uid 10001 --create-home drumbeat && install -d -o drumbeat -g drumbeat /var/lib/drumbeat
USER drumbeat
WORKDIR /var/lib/drumbeat
ENV PATH=/opt/drumbeat/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////var/lib/drumbeat/drumbeat.db \
    DRUMBEAT_RUNS=/var/lib/drumbeat/runs \
    PORT=3000
VOLUME /var/lib/drumbeat
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/readyz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["drumbeat"]
CMD ["serve"]
