// What few pages need: fetched by main.ts where one of these elements stands.
import "./check-in";
import "./crop-frame";
import "./map";
import "./pass-key";
import "./push-switch";
import "./type-ahead";
import "./word-helper";
