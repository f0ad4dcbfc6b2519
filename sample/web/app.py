"""The shop's web application."""
import os

from flask import Flask, render_template

app = Flask(__name__, static_folder="static")


@app.get("/")
def index():
    return render_template("index.html", version=os.environ.get("SHOP_VERSION", "dev"))


@app.get("/health")
def health():
    return {"status": "ok"}
