// What threads need: fetched by main.ts where one stands.
import "./live-thread";
