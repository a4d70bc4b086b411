// A roscpp node that does what its standard input tells it, a command a line, and prints what came of it (Peer.java lists the commands).
#include <ros/ros.h>
#include <sensor_msgs/Image.h>
#include <sensor_msgs/JointState.h>
#include <std_msgs/String.h>
#include <std_srvs/SetBool.h>
#include <std_srvs/Trigger.h>
#include <boost/crc.hpp>
#include <cstdio>
#include <functional>
#include <iostream>
#include <map>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

using std::string;
static const int WIDTH = 640, HEIGHT = 480;

static void say(const string& line) {
  static std::mutex printing;
  std::lock_guard<std::mutex> lock(printing);
  printf("%s\n", line.c_str());
}
template <class... T>
static string text(const char* format, T... values) {
  char out[512];
  snprintf(out, sizeof out, format, values...);
  return out;
}

static void fill(std_msgs::String& m, int i) { m.data = text("hello <&> \u00e4 %d", i); }
static void fill(sensor_msgs::JointState& m, int i) {
  m.header.stamp = ros::Time(i, 7);
  m.header.frame_id = "base";
  m.name = {"j1", "j2"};
  m.position = {0.5 * i, -1.0 * i};
  m.velocity = {0.25, 1.0};
}
static void fill(sensor_msgs::Image& m, int i) {
  m.header.stamp = ros::Time(i, 7);
  m.header.frame_id = "base";
  m.width = WIDTH; m.height = HEIGHT; m.step = WIDTH * 3; m.encoding = "rgb8";
  m.data.resize(WIDTH * HEIGHT * 3);
  for (size_t k = 0; k < m.data.size(); k++) m.data[k] = (k + i) % 251;
}

static string numbers(const std::vector<double>& values) {
  string all;
  for (double v : values) all += text(all.empty() ? "%.3f" : " %.3f", v);
  return all;
}
static string head(const std_msgs::Header& h) { return text("%d.%d %s", h.stamp.sec, h.stamp.nsec, h.frame_id.c_str()); }
static string described(const std_msgs::String& m) { return m.data; }
static string described(const sensor_msgs::JointState& m) {
  string all = head(m.header);
  for (const string& name : m.name) all += " " + name;
  return all + " [" + numbers(m.position) + "] [" + numbers(m.velocity) + "] [" + numbers(m.effort) + "]";
}
static string described(const sensor_msgs::Image& m) {
  boost::crc_32_type crc;
  crc.process_bytes(m.data.data(), m.data.size());
  return head(m.header) + text(" %dx%d %d %s %d bytes %08x", m.width, m.height, m.step, m.encoding.c_str(), (int)m.data.size(), crc.checksum());
}

struct Publication {
  ros::Publisher publisher;
  std::function<void(int)> publish;
};
static std::map<string, Publication> publications;
static std::map<string, ros::Subscriber> subscribers;
static std::map<string, ros::ServiceServer> servers;
static std::map<string, ros::ServiceClient> clients;

template <class M>
static void advertise(ros::NodeHandle& n, const string& topic, bool latch) {
  ros::Publisher publisher = n.advertise<M>(topic, 100, latch);
  publications[topic] = {publisher, [publisher](int i) { M m; fill(m, i); publisher.publish(m); }};
}
template <class M>
static void subscribe(ros::NodeHandle& n, const string& topic) {
  boost::function<void(const boost::shared_ptr<M const>&)> heard =
      [topic](const boost::shared_ptr<M const>& m) { say("heard " + topic + " " + described(*m)); };
  subscribers[topic] = n.subscribe<M>(topic, 100, heard, ros::VoidConstPtr(), ros::TransportHints().tcpNoDelay());
}
static bool answer(std_srvs::SetBool::Request& request, std_srvs::SetBool::Response& response) {
  response.success = request.data;
  response.message = "roscpp";
  return request.data;
}
template <class S>
static string call(ros::ServiceClient& client, S& call) {
  if (!client.call(call)) return "refused";
  return (call.response.success ? "true " : "false ") + call.response.message;
}

static void set(const string& name, const string& kind, const string& value) {
  std::istringstream in(value);
  if (kind == "int") ros::param::set(name, std::stoi(value));
  else if (kind == "double") ros::param::set(name, std::stod(value));
  else if (kind == "bool") ros::param::set(name, value == "true");
  else if (kind == "text") ros::param::set(name, value);
  else if (kind == "list") {
    std::vector<double> list;
    for (double v; in >> v;) list.push_back(v);
    ros::param::set(name, list);
  } else {
    std::map<string, double> map;
    for (string pair; in >> pair;) map[pair.substr(0, pair.find('='))] = std::stod(pair.substr(pair.find('=') + 1));
    ros::param::set(name, map);
  }
}
template <class V>
static V fetched(const string& name, bool cached) {
  V value;
  if (!(cached ? ros::param::getCached(name, value) : ros::param::get(name, value))) throw std::runtime_error("no such parameter");
  return value;
}
static string get(const string& name, const string& kind, bool cached) {
  if (kind == "int") return text("%d", fetched<int>(name, cached));
  if (kind == "double") return text("%.3f", fetched<double>(name, cached));
  if (kind == "bool") return fetched<bool>(name, cached) ? "true" : "false";
  if (kind == "text") return fetched<string>(name, cached);
  if (kind == "list") return numbers(fetched<std::vector<double>>(name, cached));
  string all;
  for (const auto& pair : fetched<std::map<string, double>>(name, cached))
    all += text(all.empty() ? "%s=%.3f" : " %s=%.3f", pair.first.c_str(), pair.second);
  return all;
}

static string obey(ros::NodeHandle& n, const string& command, std::istringstream& in) {
  string name, kind, how;
  in >> name;
  if (command == "advertise") {
    in >> kind >> how;
    bool latch = how == "latch";
    if (kind == "joints") advertise<sensor_msgs::JointState>(n, name, latch);
    else if (kind == "image") advertise<sensor_msgs::Image>(n, name, latch);
    else advertise<std_msgs::String>(n, name, latch);
  } else if (command == "connected") {
    while (publications[name].publisher.getNumSubscribers() == 0) ros::WallDuration(0.005).sleep();
  } else if (command == "publish") {
    int first, count;
    double hz;
    in >> first >> count >> hz;
    for (int i = first; i < first + count; i++) {
      publications[name].publish(i);
      if (hz > 0) ros::WallDuration(1 / hz).sleep();
    }
  } else if (command == "subscribe") {
    in >> kind;
    if (kind == "joints") subscribe<sensor_msgs::JointState>(n, name);
    else if (kind == "image") subscribe<sensor_msgs::Image>(n, name);
    else subscribe<std_msgs::String>(n, name);
  } else if (command == "serve") {
    servers[name] = n.advertiseService(name, answer);
  } else if (command == "connect") {
    in >> kind >> how;
    if (!ros::service::waitForService(name, 20000)) throw std::runtime_error("nobody serves it");
    bool persistent = how == "persistent";
    clients[name] = kind == "trigger" ? n.serviceClient<std_srvs::Trigger>(name, persistent) : n.serviceClient<std_srvs::SetBool>(name, persistent);
  } else if (command == "call") {
    if (in >> how) {
      std_srvs::SetBool request;
      request.request.data = how == "true";
      return call(clients[name], request);
    }
    std_srvs::Trigger request;
    return call(clients[name], request);
  } else if (command == "close") {
    publications.erase(name);
    subscribers.erase(name);
    servers.erase(name);
    clients.erase(name);
  } else if (command == "set") {
    in >> kind >> std::ws;
    std::getline(in, how);
    set(name, kind, how);
  } else if (command == "get" || command == "cached") {
    in >> kind;
    return get(name, kind, command == "cached");
  } else if (command == "has") {
    return ros::param::has(name) ? "true" : "false";
  } else if (command == "delete") {
    ros::param::del(name);
  } else {
    throw std::runtime_error("no such command");
  }
  return "";
}

int main(int argc, char** argv) {
  setvbuf(stdout, nullptr, _IOLBF, 1 << 16);  // roscpp's own words at once, too
  ros::init(argc, argv, argv[1], ros::init_options::NoSigintHandler);
  // Only at this level does it say why it was refused.
  ros::console::set_logger_level("ros.roscpp", ros::console::levels::Debug);
  ros::NodeHandle n;
  ros::AsyncSpinner spinner(1);
  spinner.start();
  say("ready");
  for (string line; std::getline(std::cin, line);) {
    std::istringstream in(line);
    string number, command;
    in >> number >> command;
    try {
      say("done " + number + " " + obey(n, command, in));
    } catch (const std::exception& e) {
      say("failed " + number + " " + e.what());
    }
  }
  publications.clear();
  subscribers.clear();
  servers.clear();
  clients.clear();
  ros::shutdown();
  return 0;
}
