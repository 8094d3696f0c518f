// What few pages need: fetched by main.ts where one of these elements stands.
import "./check-in";
import "./crop-frame";
import "./half-hour";
import "./install-app";
import "./keep-along";
import "./map";
import "./months";
import "./pass-key";
import "./points-left";
import "./push-switch";
import "./share-in";
import "./type-ahead";
import "./wall-screen";
import "./word-helper";
