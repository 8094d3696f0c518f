// What people write in: threads, and forms whose words survive. Fetched by main.ts where one stands.
import "./kept-draft";
import "./live-thread";
