// Solr on loopback for tests, started by the JDK's single-file launcher: java -cp 'lib/*' Solr.java PORT HOME
import java.net.InetSocketAddress;
import java.util.EnumSet;
import javax.servlet.DispatcherType;
import org.apache.solr.servlet.CoreContainerProvider;
import org.apache.solr.servlet.SolrDispatchFilter;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.DefaultServlet;
import org.eclipse.jetty.servlet.ServletContextHandler;

class Solr {
    public static void main(String[] arguments) throws Exception {
        var home = arguments[1];
        System.setProperty("solr.solr.home", home);
        var jetty = new Server(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])));
        var context = new ServletContextHandler(jetty, "/solr", ServletContextHandler.SESSIONS);
        context.setResourceBase(home);
        context.getServletContext().setAttribute(SolrDispatchFilter.SOLRHOME_ATTRIBUTE, home);
        context.addEventListener(new CoreContainerProvider());
        context.addFilter(SolrDispatchFilter.class, "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(DefaultServlet.class, "/");
        jetty.start();
        jetty.join();
    }
}
